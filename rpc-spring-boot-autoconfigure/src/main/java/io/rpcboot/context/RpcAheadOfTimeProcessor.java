package io.rpcboot.context;

import java.lang.reflect.Method;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.generate.GenerationContext;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.util.ClassUtils;

/**
 * Tells the compiler ahead of time what is found by reflection: the methods that are
 * functions, the interfaces of clients, and the types of their arguments and results.
 */
final class RpcAheadOfTimeProcessor implements BeanRegistrationAotProcessor {

	private final RpcFunctionMethods functions = new RpcFunctionMethods();

	private final BindingReflectionHintsRegistrar bindings = new BindingReflectionHintsRegistrar();

	@Override
	public @Nullable BeanRegistrationAotContribution processAheadOfTime(RegisteredBean bean) {
		if (RpcClientDefinitions.isClient(bean.getMergedBeanDefinition())) {
			Class<?> type = bean.getBeanType().resolveGeneric(0);
			return (type != null) ? (context, code) -> registerClient(type, context.getRuntimeHints()) : null;
		}
		Class<?> type = ClassUtils.getUserClass(bean.getBeanClass());
		Set<Method> methods = this.functions.find(type).keySet();
		return methods.isEmpty() ? null : (context, code) -> registerFunctions(methods, context);
	}

	private void registerClient(Class<?> type, RuntimeHints hints) {
		hints.proxies().registerJdkProxy(type);
		hints.reflection().registerType(type, MemberCategory.INVOKE_PUBLIC_METHODS);
		for (Method method : type.getMethods()) {
			registerTypes(method, hints);
		}
	}

	private void registerFunctions(Set<Method> methods, GenerationContext context) {
		RuntimeHints hints = context.getRuntimeHints();
		for (Method method : methods) {
			hints.reflection().registerMethod(method, ExecutableMode.INVOKE);
			registerTypes(method, hints);
		}
	}

	private void registerTypes(Method method, RuntimeHints hints) {
		this.bindings.registerReflectionHints(hints.reflection(), method.getGenericReturnType());
		this.bindings.registerReflectionHints(hints.reflection(), method.getGenericParameterTypes());
	}

}
